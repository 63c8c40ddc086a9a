CREATE TABLE account (id integer PRIMARY KEY, short_code char(6) NOT NULL UNIQUE, name varchar(20) NOT NULL UNIQUE, rate numeric(6, 2) NOT NULL UNIQUE);
CREATE TABLE visit (
    id bigint PRIMARY KEY,
    account_id bigint NOT NULL REFERENCES account (id),
    host_id smallint REFERENCES account (id),
    guest_id integer REFERENCES account (id),
    account_code varchar(20) REFERENCES account (short_code),
    account_name char(12) REFERENCES account (name),
    rate_id bigint REFERENCES account (rate)
);
CREATE TABLE visit_account (
    visit_id integer NOT NULL REFERENCES visit (id),
    account_name char(20) NOT NULL REFERENCES account (name),
    PRIMARY KEY (visit_id, account_name)
);
