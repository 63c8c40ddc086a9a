INSERT INTO country (code, name) VALUES ('DE', 'Germany'), ('AT', 'Austria');
INSERT INTO member (id, country_code, invited_by, number) VALUES (1, 'DE', NULL, 10), (2, NULL, 1, 20), (3, 'AT', 1, 30);
INSERT INTO profile (member_id, bio) VALUES (1, 'one'), (3, 'three');
INSERT INTO badge (id, profile_id, member_number) VALUES (1, 1, 10), (2, 1, NULL), (3, 3, 30);
INSERT INTO team (id, owner_id) VALUES ('67e55044-10b1-426f-9247-bb680e5fe0c8', 1), ('00000000-0000-0000-0000-000000000001', 3);
INSERT INTO team_member (team_id, member_id) VALUES ('67e55044-10b1-426f-9247-bb680e5fe0c8', 1), ('67e55044-10b1-426f-9247-bb680e5fe0c8', 2), ('00000000-0000-0000-0000-000000000001', 3);
INSERT INTO time_entry (id, team_id, member_id, hours, corrects_id) VALUES (1, '67e55044-10b1-426f-9247-bb680e5fe0c8', 2, 8, NULL), (2, '67e55044-10b1-426f-9247-bb680e5fe0c8', 2, 7, 1), (3, '00000000-0000-0000-0000-000000000001', 3, 1, NULL);
