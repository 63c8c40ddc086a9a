CREATE TABLE station (id bigint NOT NULL PRIMARY KEY, code varchar(20), CONSTRAINT station_code UNIQUE (code));
CREATE TABLE train (
    id bigint NOT NULL PRIMARY KEY,
    station_code varchar(20),
    CONSTRAINT train_station FOREIGN KEY (station_code) REFERENCES station (code)
);
