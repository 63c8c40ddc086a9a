CREATE TABLE seaql_migrations (version varchar(255) NOT NULL PRIMARY KEY, applied_at bigint NOT NULL);
CREATE TABLE countries (id integer NOT NULL PRIMARY KEY AUTOINCREMENT, code varchar(2) NOT NULL UNIQUE, name varchar(40));
CREATE TABLE customers (id integer NOT NULL PRIMARY KEY AUTOINCREMENT, name varchar(40) NOT NULL);
CREATE TABLE invoices (id integer NOT NULL PRIMARY KEY AUTOINCREMENT, customer_id integer NOT NULL, paid_by integer, country_code varchar(2) NOT NULL, corrects integer UNIQUE, FOREIGN KEY (customer_id) REFERENCES customers (id));
CREATE TABLE prices (product varchar(20) NOT NULL, year integer NOT NULL, cents integer NOT NULL, PRIMARY KEY (product, year));
CREATE TABLE invoice_lines (id integer NOT NULL PRIMARY KEY AUTOINCREMENT, product varchar(20) NOT NULL, year integer);
