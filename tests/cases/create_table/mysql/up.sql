CREATE TABLE users (
    id bigint NOT NULL AUTO_INCREMENT PRIMARY KEY,
    name varchar(50) NOT NULL,
    email text,
    age int NOT NULL DEFAULT 0,
    active tinyint(1) NOT NULL,
    UNIQUE KEY users_name_key (name)
);
