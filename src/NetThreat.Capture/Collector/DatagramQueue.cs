using NetThreat.Core.Net;

namespace NetThreat.Capture.Collector;

/// <summary>
/// Datagrams between the thread that reads the sockets and the one that decodes: a ring of bytes, so that a pause of the decoder does not
/// fill the kernel's buffers. One writer, one reader.
/// </summary>
internal sealed class DatagramQueue(long bytes) : IDisposable
{
    private const int Header = 32;

    private readonly byte[] _ring = new byte[(int)Math.Min(bytes, 1 << 30)];
    private readonly ManualResetEventSlim _some = new();
    private long _read, _written;
    private long _dropped;

    /// <summary>Datagrams that came while the queue was full.</summary>
    public long Dropped => Volatile.Read(ref _dropped);

    /// <summary>Takes a datagram, or counts it as dropped.</summary>
    public void Write(ReadOnlySpan<byte> datagram, Address exporter, long received)
    {
        int size = Header + (datagram.Length + 7 & ~7);
        long at = _written;
        int place = (int)(at % _ring.Length), end = _ring.Length - place;
        // A datagram lies in one piece: what is left at the end is passed over.
        int skip = end < size ? end : 0;
        if (_ring.Length - (at - Volatile.Read(ref _read)) < size + skip)
        {
            Volatile.Write(ref _dropped, _dropped + 1);
            return;
        }

        if (skip > 0)
        {
            if (end >= 4) BitConverter.TryWriteBytes(_ring.AsSpan(place), -1);
            at += skip;
            place = 0;
        }

        BitConverter.TryWriteBytes(_ring.AsSpan(place), datagram.Length);
        BitConverter.TryWriteBytes(_ring.AsSpan(place + 8), received);
        exporter.CopyTo(_ring.AsSpan(place + 16));
        datagram.CopyTo(_ring.AsSpan(place + Header));
        Volatile.Write(ref _written, at + size);
        if (!_some.IsSet) _some.Set();
    }

    /// <summary>Fills the batch with what is there; waits for the first.</summary>
    public void Read(DatagramBatch batch, TimeSpan wait, CancellationToken cancellation)
    {
        if (Volatile.Read(ref _written) == _read)
        {
            _some.Reset();
            if (Volatile.Read(ref _written) == _read && !_some.Wait(wait, cancellation)) return;
        }

        long written = Volatile.Read(ref _written);
        while (_read < written && !batch.IsFull) ReadOne(batch);
    }

    public void Dispose() => _some.Dispose();

    private void ReadOne(DatagramBatch batch)
    {
        int place = (int)(_read % _ring.Length), end = _ring.Length - place;
        if (end < Header || BitConverter.ToInt32(_ring, place) < 0)
        {
            Volatile.Write(ref _read, _read + end);
            return;
        }

        int length = BitConverter.ToInt32(_ring, place);
        _ring.AsSpan(place + Header, length).CopyTo(batch.Free);
        batch.Commit(length, Address.FromBytes(_ring.AsSpan(place + 16, 16)), BitConverter.ToInt64(_ring, place + 8));
        Volatile.Write(ref _read, _read + Header + (length + 7 & ~7));
    }
}
