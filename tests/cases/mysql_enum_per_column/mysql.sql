CREATE TABLE ticket (id bigint NOT NULL AUTO_INCREMENT PRIMARY KEY, status ENUM('new', 'old') NOT NULL DEFAULT 'new');
CREATE TABLE subscription (id bigint NOT NULL AUTO_INCREMENT PRIMARY KEY, status ENUM('active', 'closed') NOT NULL, previous_status ENUM('active', 'closed'));
