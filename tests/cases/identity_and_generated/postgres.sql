CREATE TABLE invoice (id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY, net bigint NOT NULL, gross bigint GENERATED ALWAYS AS (net * 2) STORED, number serial NOT NULL);
CREATE TABLE note (code varchar(10) PRIMARY KEY, position bigint GENERATED ALWAYS AS IDENTITY, text text DEFAULT 'empty');
