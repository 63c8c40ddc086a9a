CREATE TABLE member (id bigint NOT NULL AUTO_INCREMENT PRIMARY KEY, name varchar(40) NOT NULL);
CREATE TABLE document (id bigint NOT NULL AUTO_INCREMENT PRIMARY KEY, title varchar(80) NOT NULL, created_by bigint NOT NULL, updated_by bigint, approved_by_id bigint,
  CONSTRAINT document_created FOREIGN KEY (created_by) REFERENCES member (id),
  CONSTRAINT document_updated FOREIGN KEY (updated_by) REFERENCES member (id) ON DELETE SET NULL,
  CONSTRAINT document_approved FOREIGN KEY (approved_by_id) REFERENCES member (id));
