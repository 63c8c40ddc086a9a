CREATE TABLE seaql_migrations (version varchar(255) NOT NULL PRIMARY KEY, applied_at bigint NOT NULL);
CREATE TABLE countries (id int NOT NULL AUTO_INCREMENT PRIMARY KEY, code varchar(2) NOT NULL UNIQUE, name varchar(40));
CREATE TABLE customers (id int NOT NULL AUTO_INCREMENT PRIMARY KEY, name varchar(40) NOT NULL);
CREATE TABLE invoices (id int NOT NULL AUTO_INCREMENT PRIMARY KEY, customer_id int NOT NULL, paid_by int, country_code varchar(2) NOT NULL, corrects int UNIQUE, FOREIGN KEY (customer_id) REFERENCES customers (id));
CREATE TABLE prices (product varchar(20) NOT NULL, year int NOT NULL, cents int NOT NULL, PRIMARY KEY (product, year));
CREATE TABLE invoice_lines (id int NOT NULL AUTO_INCREMENT PRIMARY KEY, product varchar(20) NOT NULL, year int);
