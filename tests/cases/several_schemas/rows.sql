INSERT INTO auth.users (id, role) VALUES (1, 'admin'), (2, 'user');
INSERT INTO public.users (id, role, name) VALUES (1, 'lead', 'Ada');
INSERT INTO public.orders (id, user_id) VALUES (1, 2), (2, 2), (3, 1);
