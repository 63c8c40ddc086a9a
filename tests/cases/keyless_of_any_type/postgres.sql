CREATE TABLE floats (value double precision NOT NULL);
CREATE TABLE exact_numbers (value numeric(30, 4));
CREATE TABLE lists (numbers integer[] NOT NULL, names text[]);
CREATE TABLE addresses (address inet, network cidr NOT NULL);
CREATE TYPE mood AS ENUM ('good', 'bad');
CREATE TABLE moods (mood mood NOT NULL, another mood);
CREATE VIEW sums AS SELECT value FROM floats;
