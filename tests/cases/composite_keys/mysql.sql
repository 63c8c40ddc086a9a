CREATE TABLE warehouse (country varchar(2) NOT NULL, code varchar(10) NOT NULL, name varchar(40) NOT NULL, PRIMARY KEY (country, code));
CREATE TABLE shelf (country varchar(2) NOT NULL, code varchar(10) NOT NULL, number bigint NOT NULL,
  PRIMARY KEY (country, code, number),
  CONSTRAINT shelf_warehouse FOREIGN KEY (country, code) REFERENCES warehouse (country, code));
CREATE TABLE delivery (id bigint NOT NULL AUTO_INCREMENT PRIMARY KEY, to_code varchar(10) NOT NULL, to_country varchar(2) NOT NULL, from_code varchar(10), from_country varchar(2),
  CONSTRAINT delivery_to FOREIGN KEY (to_country, to_code) REFERENCES warehouse (country, code),
  CONSTRAINT delivery_from FOREIGN KEY (from_country, from_code) REFERENCES warehouse (country, code));
