INSERT INTO countrys (code, name, note) VALUES ('it', 'Italia', 'é'), ('fr', 'Français', NULL);
INSERT INTO citys (id, country) VALUES (1, 'it'), (2, 'fr');
