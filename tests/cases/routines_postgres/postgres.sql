CREATE EXTENSION citext;
CREATE TYPE mood AS ENUM ('sad', 'ok', 'happy');
CREATE TYPE "Odd Mood" AS ENUM ('so', 'so-so');
CREATE DOMAIN positive AS INT CHECK (VALUE > 0);
CREATE DOMAIN tag AS VARCHAR(10);
CREATE TYPE address AS (street TEXT, "house no" INT, moods mood[], since INTERVAL);
CREATE TABLE customers (
    id INT PRIMARY KEY,
    name TEXT NOT NULL,
    email CITEXT,
    mood mood NOT NULL DEFAULT 'ok',
    spent NUMERIC(10, 2) NOT NULL DEFAULT 0,
    waited INTERVAL
);
CREATE VIEW happy_customers AS SELECT id, name, email FROM customers WHERE mood = 'happy';

-- One value of each sort.
CREATE FUNCTION mood_of(customer_id INT) RETURNS mood LANGUAGE sql AS 'SELECT mood FROM customers WHERE id = customer_id';
CREATE FUNCTION other_moods(mine mood, others mood[]) RETURNS mood[] LANGUAGE sql AS 'SELECT array_remove(others, mine)';
CREATE FUNCTION odd(one "Odd Mood", many "Odd Mood"[]) RETURNS "Odd Mood" LANGUAGE sql AS 'SELECT COALESCE(one, many[1])';
CREATE FUNCTION email_of(customer_id positive) RETURNS citext LANGUAGE sql AS 'SELECT email FROM customers WHERE id = customer_id';
CREATE FUNCTION customer_of(email citext) RETURNS positive LANGUAGE sql AS 'SELECT id::positive FROM customers c WHERE c.email = customer_of.email';
CREATE FUNCTION waited(customer_id INT, more INTERVAL) RETURNS INTERVAL LANGUAGE sql AS 'SELECT waited + more FROM customers WHERE id = customer_id';
CREATE FUNCTION tags(words tag[]) RETURNS tag[] LANGUAGE sql AS 'SELECT words';
CREATE FUNCTION documents(a JSON, b JSONB, c JSON[]) RETURNS JSON LANGUAGE sql AS 'SELECT json_build_array(a, b, c[1])';
CREATE FUNCTION street_of(place address) RETURNS TEXT LANGUAGE sql AS 'SELECT place.street';
CREATE FUNCTION label(customer customers) RETURNS TEXT LANGUAGE sql AS 'SELECT lower(customer.name || ''#'' || customer.id || '' '' || customer.mood)';
CREATE FUNCTION more(guest happy_customers, a INT, b INT, c INT, d INT) RETURNS TEXT LANGUAGE sql AS 'SELECT guest.email::text';
CREATE FUNCTION padded(code CHAR(5), amount NUMERIC, price MONEY) RETURNS CHAR(5) LANGUAGE sql AS 'SELECT code';
CREATE FUNCTION greet(name TEXT) RETURNS TEXT LANGUAGE sql STRICT AS 'SELECT ''Hello, '' || name';
CREATE FUNCTION forget(customer_id INT) RETURNS VOID LANGUAGE sql AS 'DELETE FROM customers WHERE id = customer_id';
CREATE FUNCTION "Quoted ""Name"" $1 ?"("An ""Arg"" $1" INT) RETURNS INT LANGUAGE sql AS 'SELECT $1 + 1';

-- Rows and sets.
CREATE FUNCTION customer(customer_id INT) RETURNS customers LANGUAGE sql AS 'SELECT * FROM customers WHERE id = customer_id';
CREATE FUNCTION customers_in(wanted mood) RETURNS SETOF customers LANGUAGE sql AS 'SELECT * FROM customers WHERE mood = wanted ORDER BY id';
CREATE FUNCTION happy() RETURNS SETOF happy_customers LANGUAGE sql AS 'SELECT * FROM happy_customers ORDER BY id';
CREATE FUNCTION names() RETURNS SETOF TEXT LANGUAGE sql AS 'SELECT NULLIF(name, ''Alan'') FROM customers ORDER BY id';
CREATE FUNCTION waits() RETURNS SETOF INTERVAL LANGUAGE sql AS 'SELECT waited FROM customers ORDER BY id';
CREATE FUNCTION address_of(customer_id INT) RETURNS address LANGUAGE sql AS 'SELECT name, id, ARRAY[mood], waited FROM customers WHERE id = customer_id';
CREATE FUNCTION addresses() RETURNS SETOF address LANGUAGE sql AS 'SELECT name, id, ARRAY[mood], waited FROM customers ORDER BY id';
CREATE FUNCTION found(part TEXT) RETURNS TABLE ("Id" INT, name TEXT, mood mood, waited INTERVAL, "type" TEXT) LANGUAGE sql AS 'SELECT id, name, mood, waited, ''x'' FROM customers WHERE name LIKE part ORDER BY id';
CREATE FUNCTION ids() RETURNS TABLE (id INT) LANGUAGE sql AS 'SELECT id FROM customers ORDER BY id';
CREATE FUNCTION extremes(OUT lowest NUMERIC, OUT highest NUMERIC, OUT moods mood[]) LANGUAGE sql AS 'SELECT MIN(spent), MAX(spent), array_agg(DISTINCT mood) FROM customers';
CREATE FUNCTION doubled(INOUT n INT) LANGUAGE sql AS 'SELECT n * 2';
CREATE FUNCTION swapped(INOUT a INT, INOUT b TEXT, OUT INT) LANGUAGE sql AS 'SELECT length(b), a::text, a + 1';
CREATE FUNCTION counted(IN up_to INT, OUT n INT, OUT square INT) RETURNS SETOF RECORD LANGUAGE sql AS 'SELECT n, n * n FROM generate_series(1, up_to) n';

-- Overloads, defaults, any number of arguments.
CREATE FUNCTION add(a INT, b INT) RETURNS INT LANGUAGE sql AS 'SELECT a + b';
CREATE FUNCTION add(a BIGINT, b BIGINT) RETURNS BIGINT LANGUAGE sql AS 'SELECT a + b + 100';
CREATE FUNCTION add(a TEXT, b VARCHAR) RETURNS TEXT LANGUAGE sql AS 'SELECT a || b';
CREATE FUNCTION add(a CHAR(3), b TEXT[]) RETURNS TEXT LANGUAGE sql AS 'SELECT a || b[1]';
CREATE FUNCTION add() RETURNS INT LANGUAGE sql AS 'SELECT 0';
CREATE FUNCTION page(size INT DEFAULT 10, after TEXT DEFAULT NULL, "From" INT DEFAULT 2) RETURNS TEXT LANGUAGE sql AS 'SELECT concat_ws('','', size, COALESCE(after, ''-''), "From")';
CREATE FUNCTION near(place INT) RETURNS TEXT LANGUAGE sql AS 'SELECT ''one''';
CREATE FUNCTION near(place INT, radius INT DEFAULT 5) RETURNS TEXT LANGUAGE sql AS 'SELECT ''two '' || radius';
CREATE FUNCTION near(place TEXT, radius INT DEFAULT 5) RETURNS TEXT LANGUAGE sql AS 'SELECT ''text '' || radius';
CREATE FUNCTION unnamed(INT, TEXT DEFAULT 'b') RETURNS TEXT LANGUAGE sql AS 'SELECT $1 || $2';
CREATE FUNCTION total(VARIADIC numbers INT[]) RETURNS BIGINT LANGUAGE sql AS 'SELECT SUM(n) FROM unnest(numbers) n';
CREATE FUNCTION joined(separator TEXT DEFAULT '-', VARIADIC parts TEXT[] DEFAULT '{x,y}') RETURNS TEXT LANGUAGE sql AS 'SELECT array_to_string(parts, separator)';
CREATE FUNCTION upper(mood) RETURNS TEXT LANGUAGE sql AS 'SELECT pg_catalog.upper($1::text)';
CREATE FUNCTION length(text) RETURNS INT LANGUAGE sql AS 'SELECT -1';
CREATE FUNCTION many(a INT, b INT, c TEXT, d DATE, e INT DEFAULT 5, f mood DEFAULT 'happy') RETURNS TEXT LANGUAGE sql AS 'SELECT concat_ws('','', a, b, c, d, e, f)';
CREATE FUNCTION exactly(a INT, b INT, c INT, d INT, e INT) RETURNS INT LANGUAGE sql STRICT AS 'SELECT a + b + c + d + e';
CREATE FUNCTION "Fold"() RETURNS INT LANGUAGE sql AS 'SELECT 1';
CREATE FUNCTION fold() RETURNS INT LANGUAGE sql AS 'SELECT 2';

-- Procedures.
CREATE PROCEDURE rename(customer_id INT, new_name TEXT) LANGUAGE sql AS 'UPDATE customers SET name = new_name WHERE id = customer_id';
CREATE PROCEDURE cheer(customer_id INT, INOUT mood mood, OUT was mood, OUT rows BIGINT) LANGUAGE plpgsql AS $$
BEGIN
    SELECT c.mood INTO was FROM customers c WHERE c.id = customer_id;
    UPDATE customers c SET mood = cheer.mood WHERE c.id = customer_id;
    GET DIAGNOSTICS rows = ROW_COUNT;
END $$;
CREATE PROCEDURE steps(n INT DEFAULT 3, INOUT done INT DEFAULT 0) LANGUAGE plpgsql AS $$
BEGIN
    FOR i IN 1..n LOOP
        UPDATE customers SET spent = spent + 1;
        COMMIT;
    END LOOP;
    done := done + n;
END $$;
CREATE PROCEDURE note(text TEXT) LANGUAGE sql AS 'SELECT 1';
CREATE PROCEDURE note(number INT, OUT twice INT) LANGUAGE plpgsql AS 'BEGIN twice := number * 2; END';

-- What no function calls.
CREATE FUNCTION first(anyarray) RETURNS anyelement LANGUAGE sql AS 'SELECT $1[1]';
CREATE FUNCTION anything() RETURNS SETOF RECORD LANGUAGE sql AS 'SELECT 1, 2';
CREATE FUNCTION touch() RETURNS TRIGGER LANGUAGE plpgsql AS 'BEGIN RETURN NEW; END';
CREATE FUNCTION plus(INT, INT) RETURNS INT LANGUAGE sql AS 'SELECT $1 + $2';
CREATE AGGREGATE plus_all(INT) (SFUNC = plus, STYPE = INT, INITCOND = '0');
CREATE PROCEDURE wait(OUT how_long INTERVAL) LANGUAGE plpgsql AS 'BEGIN how_long := ''1 day''; END';
CREATE TYPE span AS RANGE (SUBTYPE = INT);

COMMENT ON FUNCTION mood_of(INT) IS E'How they feel.\n*/ panic!() [x](y)';
COMMENT ON PROCEDURE rename(INT, TEXT) IS 'Gives a customer another name.';
