CREATE TABLE country (id integer PRIMARY KEY AUTOINCREMENT, cities text);
CREATE TABLE city (id integer PRIMARY KEY AUTOINCREMENT, country varchar(40), country_id bigint NOT NULL, mayor bigint,
  CONSTRAINT city_country FOREIGN KEY (country_id) REFERENCES country (id),
  CONSTRAINT city_mayor FOREIGN KEY (mayor) REFERENCES city (id));
