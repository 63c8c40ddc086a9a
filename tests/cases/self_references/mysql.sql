CREATE TABLE employee (id bigint NOT NULL AUTO_INCREMENT PRIMARY KEY, name varchar(40) NOT NULL, manager_id bigint, mentor_id bigint,
  CONSTRAINT employee_manager FOREIGN KEY (manager_id) REFERENCES employee (id),
  CONSTRAINT employee_mentor FOREIGN KEY (mentor_id) REFERENCES employee (id));
CREATE TABLE category (id bigint NOT NULL AUTO_INCREMENT PRIMARY KEY, name varchar(40) NOT NULL, parent_id bigint,
  CONSTRAINT category_parent FOREIGN KEY (parent_id) REFERENCES category (id));
