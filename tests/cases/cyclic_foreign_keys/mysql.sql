CREATE TABLE site (id bigint NOT NULL AUTO_INCREMENT PRIMARY KEY, name varchar(40) NOT NULL, preferred_domain_id bigint);
CREATE TABLE site_domain (id bigint NOT NULL AUTO_INCREMENT PRIMARY KEY, site_id bigint NOT NULL, CONSTRAINT domain_site FOREIGN KEY (site_id) REFERENCES site (id));
ALTER TABLE site ADD CONSTRAINT site_preferred FOREIGN KEY (preferred_domain_id) REFERENCES site_domain (id);
