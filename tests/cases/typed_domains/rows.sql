INSERT INTO device (id, contact, owner, load, labels, mood, document, big, plain) VALUES
  (7, 'a@example.org', 'b@example.org', 0.5, '{a,b}', 'good', '"x"', 1.25, 3), (8, 'c@example.org', 'd@example.org', 1, NULL, 'bad', '"y"', NULL, 4);
INSERT INTO part (id, device_id, serial_no, vendor) VALUES (1, 7, 7, 'nobody'), (2, 8, NULL, NULL);
