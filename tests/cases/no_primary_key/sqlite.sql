CREATE TABLE reading (sensor bigint NOT NULL, value bigint);
CREATE TABLE setting (name varchar(40) NOT NULL, value varchar(40), CONSTRAINT setting_name UNIQUE (name));
