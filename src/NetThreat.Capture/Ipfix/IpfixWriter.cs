using System.Buffers.Binary;
using NetThreat.Core.Flows;
using NetThreat.Core.Time;

namespace NetThreat.Capture.Ipfix;

/// <summary>Takes finished IPFIX messages: a file has them one after the other (RFC 5655), UDP one in each datagram.</summary>
internal delegate void IpfixMessageReady(ReadOnlySpan<byte> message);

/// <summary>
/// Writes whole flows as IPFIX messages (RFC 7011, biflows by RFC 5103). The templates go before the first record, and again after
/// so many messages where a reader may come later. Export times are the event times of the records: the same flows give the same bytes.
/// </summary>
internal sealed class IpfixWriter
{
    /// <summary>The largest message that surely passes as one datagram over an Ethernet.</summary>
    public const int DatagramSize = 1400;

    /// <summary>The largest message there can be.</summary>
    public const int FileSize = 65_535;

    private const int SetHeader = 4;

    private readonly IpfixMessageReady _ready;
    private readonly uint _domain;
    private readonly int _repeatTemplates;
    private readonly byte[] _message;
    private readonly byte[] _record = new byte[FlowTemplates.MaxRecord];
    private int _length, _set;
    private ushort _setId;
    private uint _sequence, _records;
    private long _messages;
    private Timestamp _newest;

    /// <param name="maxMessage"><see cref="DatagramSize"/> or <see cref="FileSize"/>, or between.</param>
    /// <param name="domain">The observation domain.</param>
    /// <param name="repeatTemplates">Messages between two repetitions of the templates; 0 for none.</param>
    public IpfixWriter(IpfixMessageReady ready, int maxMessage, uint domain = 0, int repeatTemplates = 0)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(maxMessage, DatagramSize);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(maxMessage, FileSize);
        _ready = ready;
        _domain = domain;
        _repeatTemplates = repeatTemplates;
        _message = new byte[maxMessage];
        Begin();
    }

    /// <summary>Records written.</summary>
    public long Records { get; private set; }

    /// <param name="flow">A final record.</param>
    /// <param name="facts">What the payload of the whole flow said.</param>
    public void Write(FlowRecord flow, ApplicationFacts? facts)
    {
        ArgumentNullException.ThrowIfNull(flow);
        int n = FlowTemplates.Write(flow, facts?.Service ?? flow.Foreign?.Application, _record);
        ushort id = FlowTemplates.IdOf(flow);
        if (_length + n + (_set == 0 || _setId != id ? SetHeader : 0) > _message.Length) Flush();
        if (_set == 0 || _setId != id) Open(id);
        _record.AsSpan(0, n).CopyTo(_message.AsSpan(_length));
        _length += n;
        _newest = Timestamp.Max(_newest, flow.Time == Timestamp.MaxValue ? flow.End : flow.Time);
        _records++;
        Records++;
    }

    /// <summary>Hands over the message that is begun, if there is anything in it.</summary>
    public void Flush()
    {
        if (_length == IpfixMessage.HeaderLength) return;
        Close();
        var header = _message.AsSpan(0, IpfixMessage.HeaderLength);
        BinaryPrimitives.WriteUInt16BigEndian(header, 10);
        BinaryPrimitives.WriteUInt16BigEndian(header[2..], (ushort)_length);
        BinaryPrimitives.WriteUInt32BigEndian(header[4..], (uint)Math.Clamp(_newest.Nanoseconds / Timestamp.NanosecondsPerSecond + 1, 0, uint.MaxValue));
        BinaryPrimitives.WriteUInt32BigEndian(header[8..], _sequence);
        BinaryPrimitives.WriteUInt32BigEndian(header[12..], _domain);
        _ready(_message.AsSpan(0, _length));
        _sequence = unchecked(_sequence + _records);
        _messages++;
        Begin();
    }

    private void Begin()
    {
        (_length, _set, _records) = (IpfixMessage.HeaderLength, 0, 0);
        if (_messages == 0 || (_repeatTemplates > 0 && _messages % _repeatTemplates == 0)) Templates();
    }

    private void Templates()
    {
        Open(IpfixMessage.TemplateSetId);
        for (int i = 0; i < FlowTemplates.Count; i++)
        {
            var template = FlowTemplates.Of(i);
            Put16(template.Id);
            Put16((ushort)template.Fields.Length);
            foreach (var f in template.Fields)
            {
                Put16(f.Enterprise == 0 ? f.Id : (ushort)(f.Id | 0x8000));
                Put16(f.Length);
                if (f.Enterprise == 0) continue;
                BinaryPrimitives.WriteUInt32BigEndian(_message.AsSpan(_length), f.Enterprise);
                _length += 4;
            }
        }

        Close();
    }

    private void Open(ushort id)
    {
        Close();
        (_set, _setId) = (_length, id);
        _length += SetHeader;
    }

    private void Close()
    {
        if (_set == 0) return;
        BinaryPrimitives.WriteUInt16BigEndian(_message.AsSpan(_set), _setId);
        BinaryPrimitives.WriteUInt16BigEndian(_message.AsSpan(_set + 2), (ushort)(_length - _set));
        _set = 0;
    }

    private void Put16(ushort value)
    {
        BinaryPrimitives.WriteUInt16BigEndian(_message.AsSpan(_length), value);
        _length += 2;
    }
}
