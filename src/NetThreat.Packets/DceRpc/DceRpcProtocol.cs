using NetThreat.Packets.Applications;

namespace NetThreat.Packets.DceRpc;

/// <summary>DCE/RPC over TCP (C706 chapter 12, [MS-RPCE]) and connectionless over UDP: which interfaces, which operations, who.</summary>
internal sealed class DceRpcProtocol() : ApplicationProtocol("dce_rpc", Carriers.Both, [135, 593], [.. DceRpcStream.Facts, .. Ntlm.NtlmMessage.Facts], 8192)
{
    public override Recognition Recognize(in Payload payload)
    {
        if (!payload.IsStream) return DceRpcDatagram.Recognize(payload);
        var data = payload.Data;
        if (data.IsEmpty) return Recognition.NeedMore;
        if (data[0] != 5 || (data.Length > 1 && data[1] > 1)) return Recognition.No;
        if (data.Length < DceRpcStream.HeaderLength) return Recognition.NeedMore;
        return DceRpcStream.IsHeader(data) ? Recognition.Yes : Recognition.No;
    }

    public override bool Read(in Payload payload, IFactSink facts)
    {
        if (!payload.IsStream) return DceRpcDatagram.Read(payload, facts);
        var data = payload.Data;
        for (int at = 0; at + DceRpcStream.HeaderLength <= data.Length;)
        {
            var pdu = data[at..];
            if (!DceRpcStream.IsHeader(pdu)) return false;
            int length = DceRpcStream.FragmentLength(pdu);
            // The names are at the beginning of a large request: what is there is enough when the stream ends within it.
            if (pdu.Length < length) return true;
            if (payload.IsNew(at + length)) DceRpcStream.Read(pdu[..length], payload.Client(), facts);
            at += length;
        }

        return true;
    }
}
