CREATE TABLE grant_rule (id bigint NOT NULL AUTO_INCREMENT PRIMARY KEY, scope ENUM('self', 'team') NOT NULL DEFAULT 'self');
