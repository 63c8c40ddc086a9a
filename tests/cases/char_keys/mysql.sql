CREATE TABLE country (code char(3) NOT NULL PRIMARY KEY, name varchar(40) NOT NULL);
CREATE TABLE language (code char(6) NOT NULL PRIMARY KEY);
CREATE TABLE city (
    id bigint NOT NULL PRIMARY KEY,
    country_code char(3) NOT NULL,
    CONSTRAINT city_country FOREIGN KEY (country_code) REFERENCES country (code)
);
CREATE TABLE country_language (
    country_code char(3) NOT NULL,
    language_code char(6) NOT NULL,
    PRIMARY KEY (country_code, language_code),
    CONSTRAINT country_language_country FOREIGN KEY (country_code) REFERENCES country (code),
    CONSTRAINT country_language_language FOREIGN KEY (language_code) REFERENCES language (code)
);
