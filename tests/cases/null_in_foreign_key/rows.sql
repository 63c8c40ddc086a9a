INSERT INTO station (id, code) VALUES (1, 'north'), (2, NULL), (3, 'south');
INSERT INTO train (id, station_code) VALUES (1, 'north'), (2, NULL), (3, 'south'), (4, 'north');
