CREATE TABLE users (id bigint NOT NULL AUTO_INCREMENT PRIMARY KEY, user_id bigint, id_user bigint,
  CONSTRAINT users_user FOREIGN KEY (user_id) REFERENCES users (id),
  CONSTRAINT users_self FOREIGN KEY (id_user) REFERENCES users (id));
CREATE TABLE logins (id bigint NOT NULL AUTO_INCREMENT PRIMARY KEY, id_2fa bigint NOT NULL,
  CONSTRAINT logins_2fa FOREIGN KEY (id_2fa) REFERENCES users (id));
