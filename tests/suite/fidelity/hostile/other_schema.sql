-- Tables of one name in two schemas, of which one alone is read.
CREATE SCHEMA auth;
CREATE TABLE auth.users (id integer PRIMARY KEY);
CREATE TABLE users (id integer PRIMARY KEY);
CREATE TYPE auth.role AS ENUM ('far');
CREATE TYPE role AS ENUM ('near');
CREATE TABLE orders (id integer PRIMARY KEY, user_id integer REFERENCES auth.users (id), owner_id integer REFERENCES users (id), far auth.role, near role);
CREATE TABLE auth.sessions (id integer PRIMARY KEY, user_id integer REFERENCES public.users (id), order_id integer REFERENCES public.orders (id));
CREATE VIEW auth.orders AS SELECT id FROM public.users;
