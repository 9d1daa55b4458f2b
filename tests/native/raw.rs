//! A hand-written HTTP/1.1 server, which can end a connection at the worst moment.

use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Arc, Mutex};

use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::{TcpListener, TcpStream};

/// What the server does with a complete request.
#[derive(Debug, Clone, Copy, PartialEq)]
pub enum Act {
    /// Responds, and keeps the connection.
    Answer,
    /// Responds, and closes the connection immediately, without announcing it in the headers.
    AnswerAndClose,
    /// Closes the connection.
    Close,
    /// Resets the connection.
    Reset,
    /// Closes the connection within the headers of the response.
    HalfAnswer,
    /// Sends an endless body.
    Endless,
    /// Does nothing.
    Silence,
}

/// A received request.
#[derive(Debug, Clone, PartialEq)]
pub struct Arrival {
    /// The number of its connection, from 0.
    pub connection: usize,
    /// Its number on the connection, from 0.
    pub nth: usize,
    pub method: String,
    pub path: String,
}

pub struct RawServer {
    pub url: String,
    arrivals: Arc<Mutex<Vec<Arrival>>>,
}

const ANSWER: &str = r#"{"code":200,"data":{"refundId":"TQ1","orderId":"1"}}"#;

impl RawServer {
    pub async fn new(act: impl Fn(&Arrival) -> Act + Send + Sync + 'static) -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let url = format!("http://{}", listener.local_addr().unwrap());
        let arrivals = Arc::new(Mutex::new(Vec::new()));
        let (act, log, count) = (Arc::new(act), Arc::clone(&arrivals), AtomicUsize::new(0));
        tokio::spawn(async move {
            while let Ok((stream, _)) = listener.accept().await {
                let connection = count.fetch_add(1, Ordering::SeqCst);
                let (act, log) = (Arc::clone(&act), Arc::clone(&log));
                tokio::spawn(async move {
                    // It is not an error if the client ends the connection.
                    let _ = serve(stream, connection, &*act, &log).await;
                });
            }
        });
        Self { url, arrivals }
    }

    /// Returns the requests so far, in order.
    pub fn arrivals(&self) -> Vec<Arrival> {
        self.arrivals.lock().unwrap().clone()
    }

    /// Returns the requests whose path has this prefix.
    pub fn arrivals_at(&self, path: &str) -> Vec<Arrival> {
        self.arrivals().into_iter().filter(|arrival| arrival.path.starts_with(path)).collect()
    }
}

async fn serve(
    mut stream: TcpStream,
    connection: usize,
    act: &(impl Fn(&Arrival) -> Act + ?Sized),
    log: &Mutex<Vec<Arrival>>,
) -> std::io::Result<()> {
    for nth in 0.. {
        let Some((method, path)) = receive(&mut stream).await? else { return Ok(()) };
        let arrival = Arrival { connection, nth, method, path };
        log.lock().unwrap().push(arrival.clone());
        let whole = format!("HTTP/1.1 200 OK\r\ncontent-length: {}\r\n\r\n{ANSWER}", ANSWER.len());
        match act(&arrival) {
            Act::Answer => stream.write_all(whole.as_bytes()).await?,
            Act::AnswerAndClose => return stream.write_all(whole.as_bytes()).await,
            Act::Close => return Ok(()),
            Act::Reset => return stream.set_zero_linger(),
            Act::HalfAnswer => return stream.write_all(b"HTTP/1.1 200 OK\r\ncontent-le").await,
            Act::Silence => std::future::pending().await,
            Act::Endless => {
                stream.write_all(b"HTTP/1.1 200 OK\r\ntransfer-encoding: chunked\r\n\r\n").await?;
                let chunk = [b"1000\r\n".as_slice(), &[b' '; 0x1000], b"\r\n"].concat();
                loop {
                    stream.write_all(&chunk).await?;
                }
            }
        }
    }
    Ok(())
}

/// Reads a request. Returns its method and path, or nothing if the connection ends.
async fn receive(stream: &mut TcpStream) -> std::io::Result<Option<(String, String)>> {
    let mut head = Vec::new();
    while !head.ends_with(b"\r\n\r\n") {
        let mut byte = [0];
        if stream.read(&mut byte).await? == 0 {
            return Ok(None);
        }
        head.push(byte[0]);
    }
    let head = String::from_utf8(head).unwrap().to_ascii_lowercase();
    let length = head.lines().find_map(|line| line.strip_prefix("content-length: "));
    let mut body = vec![0; length.map_or(0, |length| length.parse().unwrap())];
    stream.read_exact(&mut body).await?;
    let mut words = head.split(' ').map(str::to_owned);
    Ok(Some((words.next().unwrap().to_uppercase(), words.next().unwrap())))
}
