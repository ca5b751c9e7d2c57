using System.Net;
using System.Net.Sockets;
using NetThreat.Core.Ledger;
using NetThreat.Core.Net;
using NetThreat.Core.Packets;
using NetThreat.Core.Time;

namespace NetThreat.Capture.Collector;

/// <summary>Datagrams of exporters out of UDP sockets, read by a thread of its own and stamped as they are read.</summary>
internal sealed class UdpDatagramSource : IDatagramSource
{
    private const int ForceReceiveBuffer = 33, SocketLevel = 1;
    private const int PollMicroseconds = 100_000;
    private static readonly TimeSpan Poll = TimeSpan.FromMilliseconds(50);

    private readonly List<Socket> _sockets = [];
    private readonly List<string> _inodes = [];
    private readonly DatagramQueue _queue;
    private readonly TimeProvider _time;
    private readonly CancellationTokenSource _stop = new();
    private readonly byte[] _buffer = new byte[DatagramBatch.MaxDatagram];
    private Thread? _reader;
    private Exception? _failure;

    /// <summary>Opens the sockets.</summary>
    /// <exception cref="CaptureException">A port cannot be listened on; the message says which and what to do.</exception>
    public UdpDatagramSource(CollectorOptions options, TimeProvider time)
    {
        _time = time;
        _queue = new(options.QueueBytes);
        try
        {
            foreach (int port in options.Ports) _sockets.Add(Open(IPAddress.Parse(options.Listen), port, options.ReceiveBufferBytes));
        }
        catch
        {
            foreach (var s in _sockets) s.Dispose();
            _queue.Dispose();
            _stop.Dispose();
            throw;
        }

        foreach (var s in _sockets)
            if (UdpDrops.InodeOf(s) is { } inode) _inodes.Add(inode);
        Ports = [.. _sockets.Select(s => ((IPEndPoint)s.LocalEndPoint!).Port)];
        Name = "udp " + string.Join(',', Ports);
    }

    public string Name { get; }

    /// <summary>The ports in effect.</summary>
    public IReadOnlyList<int> Ports { get; }

    public bool IsLive => true;

    /// <inheritdoc/>
    public IReadOnlyList<LedgerLoss> Losses => [new("socket_buffer_full", UdpDrops.Read(_inodes)), new("queue_full", _queue.Dropped)];

    public bool Read(DatagramBatch batch, CancellationToken cancellation)
    {
        batch.Clear();
        if (_reader is null)
        {
            _reader = new Thread(Run) { IsBackground = true, Name = "collector sockets" };
            _reader.Start();
        }

        _queue.Read(batch, Poll, cancellation);
        if (_failure is { } failure) throw new CaptureException($"the collector's sockets failed: {failure.Message}", failure);
        return true;
    }

    public void StopReceiving()
    {
        _stop.Cancel();
        _reader?.Join();
    }

    public void Dispose()
    {
        StopReceiving();
        foreach (var s in _sockets) s.Dispose();
        _queue.Dispose();
        _stop.Dispose();
    }

    private static Socket Open(IPAddress address, int port, int buffer)
    {
        var socket = new Socket(address.AddressFamily, SocketType.Dgram, ProtocolType.Udp);
        try
        {
            if (address.Equals(IPAddress.IPv6Any)) socket.DualMode = true;
            socket.ReceiveBufferSize = buffer;
            Force(socket, buffer);
            socket.Bind(new IPEndPoint(address, port));
            socket.Blocking = false;
            return socket;
        }
        catch (SocketException e)
        {
            socket.Dispose();
            throw new CaptureException($"cannot listen on UDP port {port} of {address}: {e.Message}; end the program that has it or name another in Collector:Ports", e);
        }
    }

    /// <summary>Beyond net.core.rmem_max, where this process may (CAP_NET_ADMIN).</summary>
    private static void Force(Socket socket, int buffer)
    {
        if (!OperatingSystem.IsLinux()) return;
        try
        {
            socket.SetRawSocketOption(SocketLevel, ForceReceiveBuffer, BitConverter.GetBytes(buffer));
        }
        catch (SocketException)
        {
            // Without the capability the ordinary limit holds.
        }
    }

    private void Run()
    {
        var ready = new List<Socket>(_sockets.Count);
        var from = new SocketAddress(AddressFamily.InterNetworkV6);
        try
        {
            while (!_stop.IsCancellationRequested)
            {
                ready.Clear();
                ready.AddRange(_sockets);
                Socket.Select(ready, null, null, PollMicroseconds);
                foreach (var s in ready) Drain(s, from);
            }

            // What the kernel still holds came before the stop.
            foreach (var s in _sockets) Drain(s, from);
        }
        catch (Exception e) when (e is SocketException or ObjectDisposedException)
        {
            _failure = e;
        }
    }

    /// <summary>Takes what waits; an error that a peer provoked (ICMP unreachable) is passed over.</summary>
    private void Drain(Socket socket, SocketAddress from)
    {
        do
        {
            try
            {
                from.Size = from.Buffer.Length;
                int n = socket.ReceiveFrom(_buffer, SocketFlags.None, from);
                _queue.Write(_buffer.AsSpan(0, n), Sender(from), Timestamp.FromDateTimeOffset(_time.GetUtcNow()).Nanoseconds);
            }
            catch (SocketException e) when (e.SocketErrorCode is SocketError.WouldBlock or SocketError.ConnectionReset or SocketError.MessageSize)
            {
                return;
            }
        }
        while (socket.Available > 0);
    }

    /// <summary>sockaddr_in has the address at 4, sockaddr_in6 at 8.</summary>
    private static Address Sender(SocketAddress from) =>
        from.Family == AddressFamily.InterNetwork ? Address.FromBytes(from.Buffer.Span.Slice(4, 4)) : Address.FromBytes(from.Buffer.Span.Slice(8, 16));
}
