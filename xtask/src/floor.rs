//! `cargo xtask floor IN OUT MANIFEST`: the least that any program of this kind must do.
//!
//! It reads every file below IN whole and writes files of the sizes that MANIFEST lists (`size path`
//! a line, folders as `d path`) below OUT, on two threads, and does nothing else. `bench` runs it in
//! turn with archsite: the ratio says how far a build is from what the disk allows.

use crate::Result;
use crate::arguments::{Arguments, Misuse};
use std::collections::BTreeSet;
use std::fs::{self, File};
use std::io::{Read, Write};
use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicUsize, Ordering};
use std::thread;

const THREADS: usize = 2;
const BUFFER: usize = 1 << 20;

/// Runs the floor once.
pub fn run(mut arguments: Arguments) -> Result {
    let mut path = || arguments.next_word().map(PathBuf::from);
    let (Some(input), Some(output), Some(manifest)) = (path(), path(), path()) else {
        return Err(Misuse("floor IN OUT MANIFEST".into()).into());
    };
    let inputs = files_below(&input)?;
    fs::create_dir_all(&output)?;
    let mut outputs = Vec::new();
    for line in fs::read_to_string(&manifest)?.lines() {
        match line.split_once(' ') {
            Some(("d", folder)) => fs::create_dir_all(output.join(folder))?,
            Some((size, path)) => outputs.push((size.parse::<usize>()?, output.join(path))),
            None => return Err(format!("{}: not a manifest", manifest.display()).into()),
        }
    }
    let (next_input, next_output) = (AtomicUsize::new(0), AtomicUsize::new(0));
    let work = || -> std::io::Result<()> {
        let mut buffer = vec![b'x'; BUFFER];
        while let Some(path) = inputs.get(next_input.fetch_add(1, Ordering::Relaxed)) {
            let mut file = File::open(path)?;
            while file.read(&mut buffer)? > 0 {}
        }
        while let Some((size, path)) = outputs.get(next_output.fetch_add(1, Ordering::Relaxed)) {
            let mut file = File::create(path)?;
            let mut left = *size;
            while left > 0 {
                left -= file.write(&buffer[..left.min(BUFFER)])?;
            }
        }
        Ok(())
    };
    thread::scope(|scope| {
        let workers: Vec<_> = (0..THREADS).map(|_| scope.spawn(work)).collect();
        workers
            .into_iter()
            .map(|worker| worker.join().map_err(|_| "a thread of the floor panicked"))
            .collect::<Vec<_>>()
    })
    .into_iter()
    .try_for_each(|outcome| Ok(outcome??))
}

/// Writes the manifest of a folder: what the floor must write to have written as much.
pub fn write_manifest(output: &Path, manifest: &Path) -> Result {
    let mut folders = BTreeSet::new();
    let mut files = String::new();
    for file in files_below(output)? {
        let relative = file.strip_prefix(output)?;
        folders
            .extend(relative.parent().filter(|folder| !folder.as_os_str().is_empty()).map(Path::to_path_buf));
        files.push_str(&format!("{} {}\n", fs::metadata(&file)?.len(), relative.display()));
    }
    let mut text: String = folders.iter().map(|folder| format!("d {}\n", folder.display())).collect();
    text.push_str(&files);
    Ok(fs::write(manifest, text)?)
}

/// Lists all files below a folder, sorted.
pub fn files_below(folder: &Path) -> Result<Vec<PathBuf>> {
    let (mut files, mut folders) = (Vec::new(), vec![folder.to_path_buf()]);
    while let Some(folder) = folders.pop() {
        for entry in fs::read_dir(&folder).map_err(|error| format!("{}: {error}", folder.display()))? {
            let entry = entry?;
            match entry.file_type()? {
                kind if kind.is_dir() => folders.push(entry.path()),
                kind if kind.is_file() => files.push(entry.path()),
                _ => {}
            }
        }
    }
    files.sort();
    Ok(files)
}
