CREATE TABLE shift (id int PRIMARY KEY, length time(6) NOT NULL, pause time, start time, day date NOT NULL, begun datetime(3), ended timestamp NULL, level tinyint(1) NOT NULL, truth tinyint(1));
