CREATE TABLE site (id integer PRIMARY KEY AUTOINCREMENT, name varchar(40) NOT NULL, preferred_domain_id bigint CONSTRAINT site_preferred REFERENCES site_domain (id));
CREATE TABLE site_domain (id integer PRIMARY KEY AUTOINCREMENT, site_id bigint NOT NULL CONSTRAINT domain_site REFERENCES site (id));
