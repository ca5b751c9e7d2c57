namespace NetThreat.Packets.DceRpc;

/// <summary>The common interfaces of Windows, named as Zeek names them; numbers from Microsoft's open specifications ([MS-SAMR], [MS-NRPC], [MS-DRSR] …).</summary>
internal static class DceRpcInterfaces
{
    private static readonly Dictionary<Guid, DceRpcInterface> Known = new()
    {
        [new("e1af8308-5d1f-11c9-91a4-08002b14a0fa")] = new("epmapper", "2=ept_lookup 3=ept_map"),
        [new("12345778-1234-abcd-ef00-0123456789ac")] = new("samr",
            "0=SamrConnect 5=SamrLookupDomainInSamServer 6=SamrEnumerateDomainsInSamServer 7=SamrOpenDomain 11=SamrEnumerateGroupsInDomain "
            + "13=SamrEnumerateUsersInDomain 15=SamrEnumerateAliasesInDomain 17=SamrLookupNamesInDomain 25=SamrGetMembersInGroup 34=SamrOpenUser "
            + "36=SamrQueryInformationUser 37=SamrSetInformationUser 50=SamrCreateUser2InDomain 55=SamrUnicodeChangePasswordUser2 57=SamrConnect2 "
            + "58=SamrSetInformationUser2 62=SamrConnect4 64=SamrConnect5"),
        [new("12345778-1234-abcd-ef00-0123456789ab")] = new("lsarpc",
            "6=LsarOpenPolicy 7=LsarQueryInformationPolicy 13=LsarEnumerateTrustedDomains 14=LsarLookupNames 15=LsarLookupSids 42=LsarRetrievePrivateData "
            + "44=LsarOpenPolicy2 45=LsarGetUserName 46=LsarQueryInformationPolicy2 57=LsarLookupSids2 76=LsarLookupSids3 77=LsarLookupNames4"),
        [new("12345678-1234-abcd-ef00-01234567cffb")] = new("netlogon",
            "2=NetrLogonSamLogon 4=NetrServerReqChallenge 5=NetrServerAuthenticate 6=NetrServerPasswordSet 15=NetrServerAuthenticate2 20=DsrGetDcName "
            + "21=NetrLogonGetCapabilities 26=NetrServerAuthenticate3 29=NetrLogonGetDomainInfo 30=NetrServerPasswordSet2 31=NetrServerPasswordGet 34=DsrGetDcNameEx2 "
            + "39=NetrLogonSamLogonEx 40=DsrEnumerateDomainTrusts 45=NetrLogonSamLogonWithFlags"),
        [new("e3514235-4b06-11d1-ab04-00c04fc2dcd2")] = new("drsuapi", "0=DRSBind 1=DRSUnbind 3=DRSGetNCChanges 5=DRSUpdateRefs 6=DRSReplicaAdd 8=DRSVerifyNames 12=DRSCrackNames 16=DRSDomainControllerInfo 17=DRSAddEntry"),
        [new("367abb81-9844-35f1-ad32-98f038001003")] = new("svcctl",
            "0=CloseServiceHandle 1=ControlService 2=DeleteService 6=QueryServiceStatus 11=ChangeServiceConfigW 12=CreateServiceW 14=EnumServicesStatusW "
            + "15=OpenSCManagerW 16=OpenServiceW 17=QueryServiceConfigW 19=StartServiceW 24=CreateServiceA 27=OpenSCManagerA 28=OpenServiceA 31=StartServiceA "
            + "45=CreateServiceWOW64W"),
        [new("4b324fc8-1670-01d3-1278-5a47bf6ee188")] = new("srvsvc",
            "8=NetrConnectionEnum 9=NetrFileEnum 12=NetrSessionEnum 14=NetrShareAdd 15=NetrShareEnum 16=NetrShareGetInfo 18=NetrShareDel 21=NetrServerGetInfo "
            + "28=NetrRemoteTOD 31=NetprPathCanonicalize 32=NetprPathCompare"),
        [new("6bffd098-a112-3610-9833-46c3f87e345a")] = new("wkssvc", "0=NetrWkstaGetInfo 2=NetrWkstaUserEnum 5=NetrWkstaTransportEnum 20=NetrGetJoinInformation"),
        [new("1ff70682-0a51-30e8-076d-740be8cee98b")] = new("atsvc", "0=NetrJobAdd 1=NetrJobDel 2=NetrJobEnum 3=NetrJobGetInfo"),
        [new("86d35949-83c9-4044-b424-db363231fd0c")] = new("ITaskSchedulerService", "1=SchRpcRegisterTask 2=SchRpcRetrieveTask 6=SchRpcEnumFolders 7=SchRpcEnumTasks 12=SchRpcRun 13=SchRpcDelete"),
        [new("338cd001-2244-31f1-aaaa-900038001003")] = new("winreg", "2=OpenLocalMachine 6=BaseRegCreateKey 9=BaseRegEnumKey 15=BaseRegOpenKey 17=BaseRegQueryValue 20=BaseRegSaveKey 22=BaseRegSetValue"),
        [new("12345678-1234-abcd-ef00-0123456789ab")] = new("spoolss",
            "0=RpcEnumPrinters 1=RpcOpenPrinter 9=RpcAddPrinterDriver 62=RpcRemoteFindFirstPrinterChangeNotification "
            + "65=RpcRemoteFindFirstPrinterChangeNotificationEx 69=RpcOpenPrinterEx 89=RpcAddPrinterDriverEx"),
        [new("c681d488-d850-11d0-8c52-00c04fd90f7e")] = new("efsrpc", "0=EfsRpcOpenFileRaw 4=EfsRpcEncryptFileSrv 5=EfsRpcDecryptFileSrv 6=EfsRpcQueryUsersOnFile 12=EfsRpcFileKeyInfo"),
        [new("df1941c5-fe89-4e79-bf10-463657acf44d")] = new("efsrpc", "4=EfsRpcEncryptFileSrv 5=EfsRpcDecryptFileSrv"),
        [new("99fcfec4-5260-101b-bbcb-00aa0021347a")] = new("IObjectExporter", "0=ResolveOxid 3=ServerAlive 5=ServerAlive2"),
        [new("000001a0-0000-0000-c000-000000000046")] = new("ISystemActivator", "4=RemoteCreateInstance"),
        [new("4d9f4ab8-7d1c-11cf-861e-0020af6e7c57")] = new("IActivation", "0=RemoteActivation"),
        [new("00000143-0000-0000-c000-000000000046")] = new("IRemUnknown2", "3=RemQueryInterface 4=RemAddRef 5=RemRelease"),
        [new("9556dc99-828c-11cf-a37e-00aa003240c7")] = new("IWbemServices", "6=GetObject 20=ExecQuery 24=ExecMethod"),
        [new("f309ad18-d86a-11d0-a075-00c04fb68820")] = new("IWbemLevel1Login", "6=NTLMLogin"),
        [new("3919286a-b10c-11d0-9ba8-00c04fd92ef5")] = new("dssetup", "0=DsRolerGetPrimaryDomainInformation"),
        [new("82273fdc-e32a-18c3-3f78-827929dc23ea")] = new("eventlog", "0=ElfrClearELFW 7=ElfrOpenELW 10=ElfrReadELW"),
        [new("894de0c0-0d55-11d3-a322-00c04fa321a1")] = new("initshutdown", "0=BaseInitiateShutdown 2=BaseInitiateShutdownEx"),
        [new("50abc2a4-574d-40b3-9d66-ee4fd5fba076")] = new("dnsserver", "0=R_DnssrvOperation 5=R_DnssrvOperation2"),
        [new("f6beaff7-1e19-4fbb-9f8f-b89e2018337c")] = new("eventlog6", ""),
        [new("d95afe70-a6d5-4259-822e-2c84da1ddb0d")] = new("WindowsShutdown", ""),
        [new("dea00001-6c97-11d1-8271-00a02442df7d")] = new("pn_io", ""),
        [new("dea00002-6c97-11d1-8271-00a02442df7d")] = new("pn_io_controller", ""),
        [new("91ae6020-9e3c-11cf-8d7c-00aa00c091be")] = new("ICertPassage", "0=CertServerRequest"),
        [new("7e048d38-ac08-4ff1-8e6b-f35dbab88d4a")] = new("mq", ""),
        [new("a8e0653c-2744-4389-a61d-7373df8b2292")] = new("FileServerVssAgent", "8=IsPathSupported 9=IsPathShadowCopied"),
        [new("4fc742e0-4a10-11cf-8273-00aa004ae673")] = new("dfs", "12=NetrDfsAddStdRoot 13=NetrDfsRemoveStdRoot"),
    };

    public static DceRpcInterface? Find(Guid id) => Known.GetValueOrDefault(id);
}
