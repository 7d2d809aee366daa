//! The vocabulary of the generated documents: a supplier of water and its services.
//!
//! Never: words taken from a real company's documents.

pub const DISTRICTS: [&str; 9] = [
    "upper-valley", "lower-valley", "harbour", "heights", "old-town", "plain", "marsh", "coast",
    "forest",
];
pub const DOMAIN_NAMES: [&str; 12] = [
    "intake", "treatment", "storage", "pumping", "mains", "metering", "leakage", "quality",
    "billing", "outage", "fieldwork", "telemetry",
];
pub const SERVICE_NAMES: [&str; 10] = [
    "collector", "balancer", "forecaster", "ledger", "notifier", "planner", "archiver", "gateway",
    "simulator", "auditor",
];
pub const THINGS: [&str; 24] = [
    "valve", "reservoir", "sample", "reading", "sensor", "pump", "alarm", "work order", "meter",
    "pressure zone", "tariff", "forecast", "calibration", "shift", "schedule", "boundary",
    "threshold", "logger", "snapshot", "batch", "event", "crew", "outage", "permit",
];
pub const QUALITIES: [&str; 14] = [
    "traceability", "freshness", "accuracy", "availability", "isolation", "durability", "ordering",
    "repeatability", "latency", "ownership", "recoverability", "safety", "consistency", "locality",
];
pub const ACTIONS: [&str; 16] = [
    "accepts", "rejects", "stores", "forwards", "replays", "compares", "closes", "opens",
    "averages", "signs", "delays", "splits", "archives", "publishes", "corrects", "counts",
];
pub const STATES: [&str; 14] = [
    "late", "contested", "doubtful", "seasonal", "remote", "manual", "nightly", "missing", "pressing",
    "provisional", "shared", "local", "lapsed", "repeated",
];
pub const TEAMS: [&str; 8] = [
    "Otter", "Heron", "Kingfisher", "Alder", "Sluice", "Weir", "Cistern", "Spring",
];
pub const PEOPLE: [&str; 10] = [
    "M. Aalto", "R. Banerjee", "S. Castellan", "T. Dvorak", "U. Eze", "V. Farkas", "W. Grieg", "Y.
    Hashimoto", "Z. Ionescu", "K. Jansen",
];
pub const PRODUCTS: [&str; 14] = [
    "PostgreSQL", "TimescaleDB", "Mosquitto", "NATS", "Valkey", "MinIO", "Grafana", "Keycloak",
    "Envoy", "OpenBao", "Loki", "Vector", "QGIS Server", "EPANET",
];
