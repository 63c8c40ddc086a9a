INSERT INTO auth.users (id) VALUES (1);
INSERT INTO public.orders (id, user_id) VALUES (1, 1);
