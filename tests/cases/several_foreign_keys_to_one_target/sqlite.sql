CREATE TABLE member (id integer PRIMARY KEY AUTOINCREMENT, name varchar(40) NOT NULL);
CREATE TABLE document (id integer PRIMARY KEY AUTOINCREMENT, title varchar(80) NOT NULL, created_by bigint NOT NULL, updated_by bigint, approved_by_id bigint,
  CONSTRAINT document_created FOREIGN KEY (created_by) REFERENCES member (id),
  CONSTRAINT document_updated FOREIGN KEY (updated_by) REFERENCES member (id) ON DELETE SET NULL,
  CONSTRAINT document_approved FOREIGN KEY (approved_by_id) REFERENCES member (id));
