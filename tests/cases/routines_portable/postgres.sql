CREATE TABLE customers (id INT PRIMARY KEY, name VARCHAR(80) NOT NULL, balance BIGINT NOT NULL, since DATE, active BOOLEAN NOT NULL);
CREATE FUNCTION customer_count() RETURNS BIGINT LANGUAGE sql AS 'SELECT COUNT(*) FROM customers';
CREATE FUNCTION customer_name(customer_id INT) RETURNS VARCHAR(80) LANGUAGE sql AS 'SELECT name FROM customers WHERE id = customer_id';
CREATE FUNCTION is_active(customer_id INT) RETURNS BOOLEAN LANGUAGE sql AS 'SELECT active FROM customers WHERE id = customer_id';
CREATE FUNCTION later(day DATE, weeks INT) RETURNS DATE LANGUAGE sql AS 'SELECT day + 7 * weeks';
CREATE FUNCTION "type"("db" TEXT, "match" TEXT) RETURNS TEXT LANGUAGE sql AS 'SELECT COALESCE($1, ''none'') || $2';
CREATE FUNCTION weighted(amount DOUBLE PRECISION, weight REAL, "Count" SMALLINT, id UUID) RETURNS DOUBLE PRECISION LANGUAGE sql AS 'SELECT amount * weight * "Count"';
CREATE FUNCTION is_long_name_of_a_customer(name_of_customer VARCHAR(80), at_least_so_long INT, otherwise BOOLEAN) RETURNS BOOLEAN LANGUAGE sql AS 'SELECT COALESCE(LENGTH(name_of_customer) >= at_least_so_long, otherwise)';
COMMENT ON FUNCTION customer_name(INT) IS 'The name, if there is such a customer.';
