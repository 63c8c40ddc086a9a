CREATE TABLE country (id bigint NOT NULL AUTO_INCREMENT PRIMARY KEY, cities text);
CREATE TABLE city (id bigint NOT NULL AUTO_INCREMENT PRIMARY KEY, country varchar(40), country_id bigint NOT NULL, mayor bigint,
  CONSTRAINT city_country FOREIGN KEY (country_id) REFERENCES country (id),
  CONSTRAINT city_mayor FOREIGN KEY (mayor) REFERENCES city (id));
