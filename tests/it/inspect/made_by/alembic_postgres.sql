CREATE TABLE alembic_version (
    version_num VARCHAR(32) NOT NULL,
    CONSTRAINT alembic_version_pkc PRIMARY KEY (version_num)
);
INSERT INTO alembic_version (version_num) VALUES ('ae1027a6acf');
CREATE TYPE orderstatus AS ENUM ('PENDING', 'SHIPPED');
CREATE TABLE users (
    id SERIAL NOT NULL,
    name VARCHAR(50) NOT NULL,
    email VARCHAR(255),
    is_admin BOOLEAN DEFAULT false NOT NULL,
    created_at TIMESTAMP WITHOUT TIME ZONE DEFAULT now() NOT NULL,
    PRIMARY KEY (id),
    CONSTRAINT uq_users_email UNIQUE (email)
);
COMMENT ON TABLE users IS 'People who buy';
CREATE INDEX ix_users_name ON users (name);
CREATE TABLE orders (
    id SERIAL NOT NULL,
    user_id INTEGER NOT NULL,
    status orderstatus DEFAULT 'PENDING' NOT NULL,
    total NUMERIC(10, 2) NOT NULL,
    note TEXT,
    PRIMARY KEY (id),
    CONSTRAINT fk_orders_user_id_users FOREIGN KEY(user_id) REFERENCES users (id) ON DELETE CASCADE
);
COMMENT ON COLUMN orders.note IS 'What the "customer" said';
CREATE INDEX ix_orders_user_id ON orders (user_id);
