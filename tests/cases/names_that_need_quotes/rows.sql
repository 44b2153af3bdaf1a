INSERT INTO "order" (id, "group", "say ""hi"" 🦀") VALUES (1, 'a', 'b');
