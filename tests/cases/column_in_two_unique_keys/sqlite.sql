CREATE TABLE seat (id integer PRIMARY KEY AUTOINCREMENT, venue bigint NOT NULL, row_no bigint NOT NULL, num bigint NOT NULL, code varchar(10) NOT NULL,
  CONSTRAINT seat_place UNIQUE (venue, row_no, num), CONSTRAINT seat_code UNIQUE (venue, code));
