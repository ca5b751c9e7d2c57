using System.Numerics;
using NetThreat.Core.Net;
using NetThreat.Packets.Applications;

namespace NetThreat.Flows.Applications;

/// <summary>The protocols of one transport as a set of bits, and which of them the ports suggest.</summary>
internal sealed class ServiceTable
{
    private readonly IApplicationProtocol[] _protocols;
    private readonly byte[] _numbers;
    private readonly byte[] _hintOfPort = new byte[ushort.MaxValue + 1];
    private readonly List<ulong> _hints = [0];
    private readonly ulong[] _openings = new ulong[256];

    private ServiceTable(byte transport)
    {
        _protocols = ApplicationProtocols.Over(transport);
        if (_protocols.Length > ApplicationProtocols.MaxPerTransport) throw new InvalidOperationException($"{_protocols.Length} protocols over transport {transport}, the limit is {ApplicationProtocols.MaxPerTransport}");
        _numbers = [.. _protocols.Select(NumberOf)];
        All = _protocols.Length == 64 ? ulong.MaxValue : (1UL << _protocols.Length) - 1;
        for (int i = 0; i < _protocols.Length; i++)
            foreach (ushort port in _protocols[i].Ports) AddHint(port, 1UL << i);
        for (int b = 0; b < _openings.Length; b++)
            for (int i = 0; i < _protocols.Length; i++)
                if (transport != IpProtocol.Tcp || MayBegin(_protocols[i], (byte)b)) _openings[b] |= 1UL << i;
    }

    public static ServiceTable Tcp { get; } = new(IpProtocol.Tcp);

    public static ServiceTable Udp { get; } = new(IpProtocol.Udp);

    public static ServiceTable Sctp { get; } = new(IpProtocol.Sctp);

    /// <summary>Every protocol of the transport.</summary>
    public ulong All { get; }

    /// <summary>The candidates of a flow that begins with a byte. A stream's protocols are asked about each byte once: their No is final whatever follows.</summary>
    public ulong Opening(byte first) => _openings[first];

    /// <summary>The number of a protocol: its place in the list of all, plus one.</summary>
    public static byte NumberOf(IApplicationProtocol protocol)
    {
        for (int i = 0; i < ApplicationProtocols.All.Count; i++)
            if (ReferenceEquals(ApplicationProtocols.All[i], protocol)) return (byte)(i + 1);
        return 0;
    }

    public static byte NumberOf(string name)
    {
        for (int i = 0; i < ApplicationProtocols.All.Count; i++)
            if (ApplicationProtocols.All[i].Name == name) return (byte)(i + 1);
        return 0;
    }

    public static IApplicationProtocol Protocol(byte number) => ApplicationProtocols.All[number - 1];

    /// <summary>Asks the candidates, those of the ports first; what says no leaves the set.</summary>
    /// <returns>The number of the protocol that says yes, or 0.</returns>
    public byte Ask(in Payload payload, ref ulong candidates)
    {
        ulong hinted = candidates & (_hints[_hintOfPort[payload.ResponderPort]] | _hints[_hintOfPort[payload.OriginatorPort]]);
        byte number = hinted == 0 ? (byte)0 : Ask(in payload, ref candidates, hinted);
        return number != 0 ? number : Ask(in payload, ref candidates, candidates & ~hinted);
    }

    private byte Ask(in Payload payload, ref ulong candidates, ulong asked)
    {
        for (; asked != 0; asked &= asked - 1)
        {
            int i = BitOperations.TrailingZeroCount(asked);
            var answer = _protocols[i].Recognize(in payload);
            if (answer == Recognition.Yes) return _numbers[i];
            if (answer == Recognition.No) candidates &= ~(1UL << i);
        }

        return 0;
    }

    private static bool MayBegin(IApplicationProtocol protocol, byte first)
    {
        ushort usual = protocol.Ports.Count > 0 ? protocol.Ports[0] : (ushort)1;
        ReadOnlySpan<byte> data = [first];
        foreach (ushort port in (ReadOnlySpan<ushort>)[usual, 1])
        {
            var request = new Payload { Data = data, WireLength = 1, FromOriginator = true, Transport = IpProtocol.Tcp, OriginatorPort = 50000, ResponderPort = port };
            var greeting = new Payload { Data = data, WireLength = 1, FromOriginator = false, Transport = IpProtocol.Tcp, OriginatorPort = 50000, ResponderPort = port };
            if (protocol.Recognize(in request) != Recognition.No || protocol.Recognize(in greeting) != Recognition.No) return true;
        }

        return false;
    }

    private void AddHint(ushort port, ulong bit)
    {
        if (_hintOfPort[port] == 0)
        {
            _hintOfPort[port] = (byte)_hints.Count;
            _hints.Add(0);
        }

        _hints[_hintOfPort[port]] |= bit;
    }
}
