CREATE TABLE customers (id INT PRIMARY KEY, name VARCHAR(80) NOT NULL, balance BIGINT NOT NULL, since DATE, active BOOLEAN NOT NULL);
CREATE FUNCTION customer_count() RETURNS BIGINT READS SQL DATA RETURN (SELECT COUNT(*) FROM customers);
CREATE FUNCTION customer_name(customer_id INT) RETURNS VARCHAR(80) READS SQL DATA COMMENT 'The name, if there is such a customer.' RETURN (SELECT name FROM customers WHERE id = customer_id);
CREATE FUNCTION is_active(customer_id INT) RETURNS BOOLEAN READS SQL DATA RETURN (SELECT active FROM customers WHERE id = customer_id);
CREATE FUNCTION later(day DATE, weeks INT) RETURNS DATE DETERMINISTIC RETURN DATE_ADD(day, INTERVAL weeks WEEK);
CREATE FUNCTION `type`(`db` TEXT, `match` TEXT) RETURNS TEXT DETERMINISTIC RETURN CONCAT(COALESCE(`db`, 'none'), `match`);
CREATE FUNCTION weighted(amount DOUBLE, weight FLOAT, `Count` SMALLINT, id BINARY(16)) RETURNS DOUBLE DETERMINISTIC RETURN amount * weight * `Count`;
CREATE FUNCTION is_long_name_of_a_customer(name_of_customer VARCHAR(80), at_least_so_long INT, otherwise BOOLEAN) RETURNS BOOLEAN DETERMINISTIC RETURN COALESCE(CHAR_LENGTH(name_of_customer) >= at_least_so_long, otherwise);
