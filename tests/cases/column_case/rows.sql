INSERT INTO sample (id, "self", "Self", user_id, "userId", "USER_ID", a_b, a__b, err, iterator, entity_name, model) VALUES (1, 'a', 'b', 1, 2, 3, 'c', 'd', 'e', 'f', 'g', 'h');
