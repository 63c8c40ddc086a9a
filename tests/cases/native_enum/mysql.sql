CREATE TABLE person (id bigint NOT NULL AUTO_INCREMENT PRIMARY KEY, mood ENUM('sad', 'ok', 'very happy') NOT NULL DEFAULT 'ok', yesterday ENUM('sad', 'ok', 'very happy'));
