-- Default expressions that hold quotes, line ends, comments and Rust.
CREATE TABLE sample (id integer PRIMARY KEY, a text NOT NULL DEFAULT E'it''s "quoted" \\ and\nbroken', b text DEFAULT '"#; } fn evil() { /*', c text DEFAULT '*/ {{ 7 * 7 }} {% raw %}',
  d text DEFAULT ('x' || chr(10) || ''''), e text[] DEFAULT '{"a\"b",NULL}', f jsonb DEFAULT '{"a": "b''c\"d"}', g varchar(3) DEFAULT '''''', h text DEFAULT U&'\202E\200B', i date DEFAULT '2026-01-02',
  j interval DEFAULT '1 day', k timestamptz DEFAULT now() + interval '1 day', l integer DEFAULT -2147483648, m bigint DEFAULT '-9223372036854775808', n numeric DEFAULT 1e10, o real DEFAULT 'NaN', p double precision DEFAULT 'Infinity',
  q boolean DEFAULT 'on', r "char" DEFAULT '\', s bytea DEFAULT '\x00ff', t uuid DEFAULT gen_random_uuid(), u text DEFAULT current_user, v text DEFAULT NULL, w smallint DEFAULT 1 + 1, x char(3) DEFAULT 'a', y bit(3) DEFAULT B'101', z money DEFAULT 1.5);
