CREATE TABLE reading (level numeric, speeds double precision[]);
CREATE TABLE depth (metres double precision NOT NULL);
CREATE VIEW level AS SELECT level FROM reading;
