INSERT INTO line (id, price, amount) VALUES (1, 2, 3), (2, 5, 7);
