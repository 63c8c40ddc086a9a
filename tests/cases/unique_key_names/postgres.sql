CREATE TABLE shelves (
    id integer NOT NULL PRIMARY KEY,
    ref integer NOT NULL,
    place integer NOT NULL,
    a integer NOT NULL,
    b_c integer NOT NULL,
    a_b integer NOT NULL,
    c integer NOT NULL,
    ref_place integer NOT NULL,
    CONSTRAINT ref_place_once UNIQUE (ref, place),
    CONSTRAINT once UNIQUE (a, b_c),
    CONSTRAINT twice UNIQUE (a_b, c),
    CONSTRAINT ref_once UNIQUE (c, ref),
    CONSTRAINT alone UNIQUE (ref_place)
);
