CREATE TABLE jobs (
    id integer PRIMARY KEY,
    state text NOT NULL,
    mood text NOT NULL,
    CONSTRAINT mood_known CHECK (mood IN ('good', 'bad'))
);
ALTER TABLE jobs ADD CONSTRAINT state_known CHECK (state IN ('open', 'done')) NOT VALID;
