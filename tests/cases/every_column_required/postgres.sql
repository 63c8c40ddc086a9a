CREATE TABLE tags (code varchar(20) NOT NULL PRIMARY KEY, label varchar(80) NOT NULL);
